package app.headroom.queue;

/** Ends the delivery of events. Closing it again does nothing. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
