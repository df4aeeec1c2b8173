package io.spillway.stack.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What the certificates of a stack say: names, addresses and how long they hold. All of them are
 * for this machine alone.
 */
public final class CertificatePlan {
  /** The name of the authority that signs the others. */
  public static final String AUTHORITY = "Spillway local CA";

  /** The services that have a certificate of their own: those that people and programs call. */
  public static final List<String> SERVICES =
      Arrays.stream(PipelineService.values())
          .filter(PipelineService::hasPublicPort)
          .map(PipelineService::serviceName)
          .toList();

  /** The names and the addresses that a client may find a server under. */
  public static final List<String> DNS_NAMES = List.of("localhost");

  public static final List<String> ADDRESSES = List.of("127.0.0.1");

  /** How long the authority's certificate holds. */
  public static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);

  /** How long a server's certificate holds. */
  public static final Duration SERVER_LIFE = Duration.ofDays(825);

  /** Clocks may differ by so much. */
  public static final Duration SKEW = Duration.ofMinutes(5);

  private static final Duration RENEW_BEFORE = Duration.ofDays(60);

  private CertificatePlan() {}

  /** The name in a certificate, by which Kafka's brokers also know each other. */
  public static String subject(String commonName) {
    return "CN=" + commonName + ",O=Spillway";
  }

  /**
   * Whether a certificate's owner is also a client that proves itself with it: Kafka's brokers to
   * each other, Elasticsearch's nodes. A service's certificate opens no broker.
   */
  public static boolean isForClients(String name) {
    return !SERVICES.contains(name);
  }

  /** Whether a start makes a certificate anew that holds until then. */
  public static boolean isDue(Instant notAfter, Instant now) {
    return notAfter.minus(RENEW_BEFORE).isBefore(now);
  }
}
