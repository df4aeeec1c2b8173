package io.spillway.ingest;

import io.spillway.ingest.core.Problem;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.routing.RoutedId;

/** What a command is answered with. */
public sealed interface CommandAnswer {
  /** Carried out, now or when it came first. */
  record Applied(RoutedId orderId, CommandResult result) implements CommandAnswer {}

  /** The order's status does not allow it; the result tells that status. */
  record NotAllowed(RoutedId orderId, CommandResult result, Problem problem)
      implements CommandAnswer {}

  /** The log holds the command, and nobody has answered it yet. */
  record Pending(RoutedId orderId) implements CommandAnswer {}

  /** Not taken, or not known to be, or there is no such order. */
  record Refused(Problem problem) implements CommandAnswer {}
}
