package io.spillway.faults.core;

import io.spillway.schemas.routing.RoutedId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;

/**
 * What a client was told, order by order: the promises that must be kept. Half a million orders
 * take 25 MB. Thread-safe.
 */
public final class ClientJournal {
  private static final int FIRST_CAPACITY = 1 << 14;

  private long[] most = new long[FIRST_CAPACITY];
  private long[] least = new long[FIRST_CAPACITY];
  private int[] answers = new int[FIRST_CAPACITY];
  private byte[] applied = new byte[FIRST_CAPACITY];
  private final BitSet contradicted = new BitSet();
  private final BitSet refused = new BitSet();
  private int sent;
  private int accepted;
  private int doubled;
  private int changedAnswers;

  public synchronized int next() {
    if (sent == most.length) {
      most = Arrays.copyOf(most, sent * 2);
      least = Arrays.copyOf(least, sent * 2);
      answers = Arrays.copyOf(answers, sent * 2);
      applied = Arrays.copyOf(applied, sent * 2);
    }
    return sent++;
  }

  /** Notes that an order was accepted under an id; answers whether for the first time. */
  public synchronized boolean accepted(int index, String orderId) {
    UUID id = RoutedId.parse(orderId).uuid();
    if (most[index] == 0) {
      most[index] = id.getMostSignificantBits();
      least[index] = id.getLeastSignificantBits();
      accepted++;
      return true;
    }
    if (most[index] != id.getMostSignificantBits()
        || least[index] != id.getLeastSignificantBits()) {
      doubled++;
    }
    return false;
  }

  /** Notes the whole answer to a single submission; a later one should have the same bytes. */
  public synchronized void answered(int index, byte[] body) {
    int hash = Arrays.hashCode(body) | 1;
    if (answers[index] == 0) {
      answers[index] = hash;
    } else if (answers[index] != hash) {
      changedAnswers++;
    }
  }

  /**
   * Notes that another body was taken under an order's key, as it may be when Redis has forgotten
   * the key. The saga refuses that body, but until the answer expires it is the one that is kept,
   * so the true order's repetition is refused.
   */
  public synchronized void contradicted(int index) {
    contradicted.set(index);
  }

  /** Whether another body was taken under an order's key. */
  public synchronized boolean isContradicted(int index) {
    return contradicted.get(index);
  }

  /**
   * Notes that a valid order was refused as if its key belonged to another. Judged at the end: the
   * answer to the other body may still be on its way.
   */
  public synchronized void refusedForItsKey(int index) {
    refused.set(index);
  }

  /** Orders that were refused for their key although no other body was ever taken under it. */
  public synchronized int[] refusedWithoutCause() {
    BitSet without = (BitSet) refused.clone();
    without.andNot(contradicted);
    return without.stream().toArray();
  }

  /** Notes that a command was answered as applied. */
  public synchronized void applied(int index, OrderScenario.Verb verb) {
    applied[index] |= (byte) verb.bit();
  }

  public synchronized boolean isApplied(int index, OrderScenario.Verb verb) {
    return (applied[index] & verb.bit()) != 0;
  }

  public synchronized boolean isAccepted(int index) {
    return most[index] != 0;
  }

  public synchronized UUID id(int index) {
    return new UUID(most[index], least[index]);
  }

  /** Orders sent at least once; their indexes are below it. */
  public synchronized int sent() {
    return sent;
  }

  /** Orders answered 202 at least once. */
  public synchronized int accepted() {
    return accepted;
  }

  /** Keys that were answered with two ids. */
  public synchronized int doubled() {
    return doubled;
  }

  /** Repeated submissions that were answered with other bytes than before. */
  public synchronized int changedAnswers() {
    return changedAnswers;
  }
}
