package io.spillway.client.port;

import java.util.SortedSet;

/**
 * What a subscription has handled of each order, and which events it has set aside as dead letters.
 * Thread-safe; of one order, one thread at a time asks. Any exception is a failure of the store,
 * after which the event is tried again.
 */
public interface Sequences {
  /**
   * Called once, before all else.
   *
   * @param subscription whose orders these are; several can share a store
   */
  void open(String subscription) throws Exception;

  /** Partitions came: what other members of the group have set aside is to be known. */
  void refresh() throws Exception;

  /** The highest version of an order that was handled; 0 when none was, or nobody remembers. */
  long handled(String orderId) throws Exception;

  /**
   * An event was handled: notes its version, unless a higher one is noted, and that it is no open
   * dead letter any more.
   *
   * @param offset at which the event first stood in its topic
   */
  void handled(String orderId, long version, long offset) throws Exception;

  /** First offsets of the order's open dead letters. */
  SortedSet<Long> parked(String orderId) throws Exception;

  /**
   * An event has become a dead letter. Repeated, it changes nothing.
   *
   * @param version 0 of an event that cannot be read
   */
  void park(String orderId, long version, long offset) throws Exception;

  /** How many events are parked, as far as this process knows. */
  long parkedCount();
}
