package io.spillway.stack.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a certificate says.
 *
 * @param owner the server or service that it is for
 * @param names DNS names and addresses that clients may ask for
 * @param serial in hexadecimal digits
 */
public record CertificateFacts(
    String owner, List<String> names, Instant from, Instant until, String serial) {
  public CertificateFacts {
    names = List.copyOf(names);
  }

  /** Whole days that it is still valid; negative when it has ended. */
  public long daysLeft(Instant now) {
    return Math.floorDiv(Duration.between(now, until).toSeconds(), Duration.ofDays(1).toSeconds());
  }
}
