package io.spillway.cli.adapter.cli;

import io.spillway.access.core.ApiKey;
import io.spillway.access.core.StoredKey;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = "Ends a key for ever, within five seconds on every instance.",
    footer = {
      "",
      "Examples:",
      "  ./spillway keys revoke 0a1b2c3d4e5f6",
      "  ./spillway keys revoke 0a1b2c3d4e5f6 --without-audit   # Kafka is down, the key is stolen"
    })
final class KeysRevokeCommand extends KeysCommand.Sub {
  @Parameters(paramLabel = "ID", description = "The key's id, as list shows it.")
  String id = "";

  @Option(
      names = "--without-audit",
      description = {
        "Write no entry in the audit log, which needs Kafka: for a stolen key that must end while"
            + " Kafka is down."
      })
  boolean withoutAudit;

  @Override
  public Integer call() throws Exception {
    require(ApiKey.isId(id), "ID = " + id + " is not the id of a key; see 'keys list'");
    Optional<StoredKey> revoked =
        InterruptGuard.run(
            () ->
                withoutAudit
                    ? keys(keys -> keys.revoke(id))
                    : audited(
                        acts -> acts.revokeKey(id),
                        () -> keys(keys -> keys.revoke(id)),
                        key -> Outcome.done(key.isPresent() ? "revoked" : "no such key")));
    if (withoutAudit) {
      context
          .terminal()
          .err()
          .println("no entry was written in the audit log: note who revoked " + id + ", and why");
    }
    if (revoked.isEmpty()) {
      context.terminal().err().println("no key has the id " + id);
      return FAILED;
    }
    print(
        json
            ? List.of(KeyText.json(revoked.get(), null))
            : KeyText.table(List.of(revoked.get()), Instant.now()));
    return OK;
  }
}
