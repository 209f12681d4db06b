package app.headroom.models;

/** How far a model has come on this machine. */
public sealed interface ModelState {

  /** Nothing usable is here. */
  record Absent() implements ModelState {}

  /** Its weights are here; its graphs have to be built, or looked at, before it can be used. */
  record Fetched() implements ModelState {}

  record Ready(ReadyModel model) implements ModelState {}
}
