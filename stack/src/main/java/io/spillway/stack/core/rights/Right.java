package io.spillway.stack.core.rights;

import java.util.Comparator;

/**
 * One thing that somebody may do with one resource.
 *
 * @param principal the account, or the team of a key
 * @param resource {@code KIND:NAME}, such as {@code topic:orders.events.v1}; a {@code *} in the
 *     name stands for any text, {@link #SHARD} for the schema of any shard
 * @param action as the server names it, in small letters: {@code read}, {@code lock tables}, {@code
 *     orders:write}; {@link #ALL} for every one
 */
public record Right(String principal, Plane plane, String resource, String action)
    implements Comparable<Right> {
  /** Every action, those that are not named here included. */
  public static final String ALL = "all";

  /** To be known at all: an account, or a key that is valid. */
  public static final String LOG_IN = "log-in";

  /** The schema of any shard, until it is known which there are. */
  public static final String SHARD = "{shard}";

  /** Any MySQL server, until it is known which there are. */
  public static final String ANY_SERVER = "server:*";

  /** A whole cluster, with all that is in it. */
  public static final String CLUSTER = "cluster:*";

  private static final Comparator<Right> ORDER =
      Comparator.comparing(Right::plane)
          .thenComparing(Right::principal)
          .thenComparing(Right::resource)
          .thenComparing(Right::action);

  /** That an account is there. */
  public static Right logIn(String principal, Plane plane) {
    return new Right(principal, plane, "account:" + principal, LOG_IN);
  }

  /** What stands before the colon of the resource. */
  public String kind() {
    return resource.substring(0, resource.indexOf(':'));
  }

  /** What stands behind it. */
  public String name() {
    return resource.substring(resource.indexOf(':') + 1);
  }

  /** The same with another resource. */
  public Right on(String otherResource) {
    return new Right(principal, plane, otherResource, action);
  }

  /** The same with another action. */
  public Right to(String otherAction) {
    return new Right(principal, plane, resource, otherAction);
  }

  /** Whether it is everything in a cluster. */
  public boolean isOfAll() {
    return resource.equals(CLUSTER) && action.equals(ALL);
  }

  /** Whether whoever has this one has the other, because this one is about everything. */
  boolean covers(Right other) {
    return action.equals(ALL)
        && principal.equals(other.principal)
        && plane == other.plane
        && (resource.equals(other.resource) || kind().equals("cluster") || kind().equals("server"));
  }

  @Override
  public int compareTo(Right other) {
    return ORDER.compare(this, other);
  }
}
