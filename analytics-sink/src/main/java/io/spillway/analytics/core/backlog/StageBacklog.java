package io.spillway.analytics.core.backlog;

import java.time.Instant;

/**
 * What one stage has not worked off.
 *
 * @param stage its name, that of its consumer group
 * @param waiting records between its position and the ends of its topics
 */
public record StageBacklog(String stage, long waiting, Instant at) {}
