package io.spillway.schemas.audit;

import org.jspecify.annotations.Nullable;

/**
 * An entry as it stands in the topic.
 *
 * @param link null for an entry of a time before there were chains
 * @param hash that the record states; empty where it has no link
 */
public record AuditRecord(AuditEntry entry, @Nullable AuditLink link, String hash) {
  /** With the hash that belongs to it. */
  static AuditRecord of(AuditEntry entry, AuditLink link) {
    return new AuditRecord(entry, link, AuditHash.of(AuditJson.unhashed(entry, link)));
  }

  /**
   * Reads a record's value.
   *
   * @throws IllegalArgumentException when it is no entry, or when its link does not stand in the
   *     one form that an entry has: then the hash would not cover all that it says
   */
  public static AuditRecord parse(byte[] value) {
    return AuditJson.read(value);
  }

  /** The record's value. */
  public byte[] bytes() {
    return AuditJson.bytes(this);
  }
}
