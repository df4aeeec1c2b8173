package io.spillway.cli.adapter.cli;

import io.spillway.access.core.ApiKey;
import io.spillway.access.core.StoredKey;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = "Ends a key for ever, within five seconds on every instance.",
    footer = {"", "Example:", "  ./spillway keys revoke 0a1b2c3d4e5f6"})
final class KeysRevokeCommand extends KeysCommand.Sub {
  @Parameters(paramLabel = "ID", description = "The key's id, as list shows it.")
  String id = "";

  @Override
  public Integer call() throws Exception {
    require(ApiKey.isId(id), "ID = " + id + " is not the id of a key; see 'keys list'");
    Optional<StoredKey> revoked =
        InterruptGuard.run(
            () ->
                audited(
                    acts -> acts.revokeKey(id),
                    () -> keys(keys -> keys.revoke(id)),
                    key -> Outcome.done(key.isPresent() ? "revoked" : "no such key")));
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
