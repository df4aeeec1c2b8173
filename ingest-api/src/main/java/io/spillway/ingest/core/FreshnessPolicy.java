package io.spillway.ingest.core;

import java.time.Duration;
import java.time.Instant;

/**
 * How long what a cache holds may be answered. All ages count from when the tables said so, through
 * every level, so levels do not add up.
 *
 * @param refreshAfter an entry this old is confirmed in the background, and still answered
 * @param freshFor an older one is answered only once confirmed, or as stale when nobody confirms it
 * @param staleFor an older one is of no use
 * @param retryAfter how long tables that did not answer are left alone about an entry
 */
public record FreshnessPolicy(
    Duration refreshAfter, Duration freshFor, Duration staleFor, Duration retryAfter) {
  public FreshnessPolicy {
    if (refreshAfter.compareTo(freshFor) > 0 || freshFor.compareTo(staleFor) > 0) {
      throw new IllegalArgumentException(
          "refreshAfter "
              + refreshAfter
              + ", freshFor "
              + freshFor
              + " and staleFor "
              + staleFor
              + " must rise");
    }
  }

  /** What to do with an entry. */
  public enum Verdict {
    /** Answer it. */
    ANSWER,
    /** Answer it, and have it confirmed. */
    ANSWER_AND_REFRESH,
    /** Have it confirmed, then answer. */
    AWAIT,
    /** Answer it as stale. */
    ANSWER_STALE,
    /** Answer it as stale, and try to have it confirmed. */
    ANSWER_STALE_AND_REFRESH
  }

  /**
   * Judges an entry. Once the tables have failed to confirm it nobody waits for them again: as long
   * as they do, it is answered as stale.
   *
   * @param followedSince since when no change is missed; what is older may have changed unseen
   */
  public Verdict judge(CachedProduct entry, Instant now, Instant followedSince) {
    Duration age = entry.age(now);
    boolean trusted = isTrusted(entry, followedSince);
    Instant retryAt = entry.retryAt();
    boolean mayAsk = retryAt == null || !now.isBefore(retryAt);
    if (trusted && age.compareTo(freshFor) < 0) {
      return age.compareTo(refreshAfter) >= 0 && mayAsk
          ? Verdict.ANSWER_AND_REFRESH
          : Verdict.ANSWER;
    }
    if (retryAt == null || !isUsable(entry, now)) {
      return Verdict.AWAIT;
    }
    return mayAsk ? Verdict.ANSWER_STALE_AND_REFRESH : Verdict.ANSWER_STALE;
  }

  /** Whether an entry of another cache confirms a product, so that the tables need not be asked. */
  public boolean confirms(CachedProduct entry, Instant now, Instant followedSince) {
    return isTrusted(entry, followedSince) && entry.age(now).compareTo(refreshAfter) < 0;
  }

  /** Whether an entry may be answered as stale; that there was no product may not. */
  public boolean isUsable(CachedProduct entry, Instant now) {
    return entry.product() != null && entry.age(now).compareTo(staleFor) < 0;
  }

  /** How long an entry is still fresh, in seconds; negative for how long it has been stale. */
  public long secondsLeft(CachedProduct entry, Instant now) {
    return freshFor.minus(entry.age(now)).toSeconds();
  }

  private static boolean isTrusted(CachedProduct entry, Instant followedSince) {
    return !entry.asOf().isBefore(followedSince);
  }
}
