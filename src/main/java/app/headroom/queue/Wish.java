package app.headroom.queue;

/**
 * What the user asked of a running job and what its worker has yet to come to. Kept in the store,
 * so that it holds although the application is killed meanwhile.
 */
public enum Wish {
  NONE,
  PAUSE,
  CANCEL,
  REMOVE
}
