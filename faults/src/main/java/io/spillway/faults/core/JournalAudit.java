package io.spillway.faults.core;

import io.spillway.schemas.routing.RoutedId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The journal against the order rows: every promise kept, and nothing there that nobody sent.
 *
 * @param lost accepted orders without a row
 * @param unsettled accepted orders whose status is not an end of the suite
 * @param doubled rows under ids that no sent key has, and keys answered with two ids
 * @param brokenPromises commands answered as applied that the row contradicts
 */
public record JournalAudit(
    long lost, long unsettled, long doubled, long brokenPromises, ClientFindings findings) {

  public record Row(String status, long version) {}

  public static JournalAudit of(ClientJournal journal, OrderMix mix, Map<UUID, Row> rows) {
    ClientFindings findings = new ClientFindings();
    Set<UUID> unclaimed = new HashSet<>(rows.keySet());
    for (int index = 0; index < journal.sent(); index++) {
      ScenarioOrder order = mix.order(index);
      RoutedId expected = RoutedId.ofOrder(order.tenant(), order.customer(), order.key());
      unclaimed.remove(expected.uuid());
      if (journal.isAccepted(index)) {
        compare(journal, index, rows, findings);
      }
    }
    unclaimed.forEach(id -> findings.add("a row under an id that no sent key has", id));
    for (int i = 0; i < journal.doubled(); i++) {
      findings.add("a key was answered with two ids", "see the journal");
    }
    return new JournalAudit(
        findings.count("an accepted order has no row"),
        findings.count("an accepted order is not settled"),
        unclaimed.size() + (long) journal.doubled(),
        findings.count("an applied command is not in the row"),
        findings);
  }

  private static void compare(
      ClientJournal journal, int index, Map<UUID, Row> rows, ClientFindings findings) {
    UUID id = journal.id(index);
    Row row = rows.get(id);
    if (row == null) {
      findings.add("an accepted order has no row", id);
    } else if (row.status().equals("RESERVING") || row.status().equals("RESERVED")) {
      findings.add("an accepted order is not settled", id + " is " + row.status());
    } else if (!promised(journal, index, row.status())) {
      findings.add("an applied command is not in the row", id + " is " + row.status());
    }
  }

  private static boolean promised(ClientJournal journal, int index, String status) {
    if (journal.isApplied(index, OrderScenario.Verb.CANCEL)) {
      return status.equals("CANCELLED");
    }
    if (journal.isApplied(index, OrderScenario.Verb.FULFIL)) {
      return status.equals("FULFILLED");
    }
    // A fulfilment that was never answered may have been done all the same.
    return !journal.isApplied(index, OrderScenario.Verb.CONFIRM)
        || status.equals("CONFIRMED")
        || status.equals("FULFILLED")
        || status.equals("CANCELLED");
  }

  /** Whether nothing is lost, doubled or broken. */
  public boolean holds() {
    return findings.isEmpty();
  }
}
