package io.spillway.ingest.core;

/** A quota and how its buckets fill. */
public record RatePolicy(Quota quota, RateRule rule) {
  /** The name of the bucket that an order takes from; different for different policies. */
  public String bucket(RateRequest request) {
    return quota.text() + ':' + quota.name(request);
  }

  /** What an order takes from its bucket. */
  public long costMicros(RateRequest request) {
    return rule.costMicros(quota.tokens(request));
  }

  /** An item of the header {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10). */
  String header() {
    return '"'
        + quota.text()
        + "\";q="
        + rule.burst()
        + quota.unit()
        + ";w="
        + RateState.seconds(rule.depthMicros());
  }
}
