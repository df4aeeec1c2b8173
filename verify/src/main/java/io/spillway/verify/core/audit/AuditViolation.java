package io.spillway.verify.core.audit;

/**
 * One thing that is wrong.
 *
 * @param offset of the record at which it shows; what was removed or changed may lie before it
 * @param expected a hash, or an offset or sequence number where these differ
 * @param found in its place
 */
public record AuditViolation(long offset, AuditFault fault, String expected, String found) {}
