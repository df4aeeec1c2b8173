package io.spillway.verify.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param unchained entries of a time before there were chains, which nothing protects
 * @param from the topic's first offset; what lay before has been removed by retention
 * @param to the topic's end, exclusive
 * @param firstAt when the oldest entry says that it was written
 * @param cutChains that begin before the first offset
 * @param notCompared names of seen records that begin before it, or too far back
 * @param unfinished ids of acts that were begun and have no end, oldest first: under way, broken
 *     off, or their ends are cut off
 * @param head the last record
 * @param violations the first ones
 * @param violationCount of all
 */
public record AuditReport(
    long entries,
    long chains,
    long unchained,
    long from,
    long to,
    Optional<Instant> firstAt,
    long cutChains,
    long notCompared,
    List<String> unfinished,
    Optional<AuditHead> head,
    List<AuditViolation> violations,
    long violationCount) {
  public boolean ok() {
    return violationCount == 0;
  }
}
