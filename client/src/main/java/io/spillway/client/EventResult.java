package io.spillway.client;

/** What became of an event. */
enum EventResult {
  /** By the handler. */
  HANDLED,
  /** It, or a later one of its order, was handled before; or it is a dead letter already. */
  DUPLICATE,
  /** The filter does not take it. */
  FILTERED,
  /** Given up, or behind one of its order that was. */
  DEAD_LETTER
}
