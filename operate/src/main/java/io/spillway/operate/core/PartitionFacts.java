package io.spillway.operate.core;

import java.util.OptionalLong;

/**
 * A partition at the moment of planning; offsets.
 *
 * @param earliest the oldest that is kept
 * @param end behind the newest committed
 * @param from where the request begins, as asked: it may lie before {@code earliest}
 * @param to where the request ends, exclusive
 * @param committed the group's position, if it has one
 */
public record PartitionFacts(
    int partition, long earliest, long end, long from, long to, OptionalLong committed) {}
