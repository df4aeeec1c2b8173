package io.spillway.cli.adapter.cli;

import io.spillway.access.KeyFlow;
import io.spillway.access.core.ApiKey;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    description =
        "Makes a second key with the rights of the first, and lets the first one end later: both"
            + " are valid meanwhile.",
    footer = {"", "Example:", "  ./spillway keys rotate 0a1b2c3d4e5f6 --overlap 24h"})
final class KeysRotateCommand extends KeysCommand.Sub {
  @Parameters(paramLabel = "ID", description = "The key's id, as list shows it.")
  String id = "";

  @Option(
      names = "--overlap",
      paramLabel = "D",
      description = "How long the first key stays valid (default: 24h).")
  Duration overlap = Duration.ofHours(24);

  @Option(
      names = "--out",
      paramLabel = "F",
      description = "Write the key to this new file instead of showing it.")
  @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    require(ApiKey.isId(id), "ID = " + id + " is not the id of a key; see 'keys list'");
    require(!overlap.isNegative(), "--overlap must not be negative");
    requireNew(out);
    Optional<KeyFlow.Created> created =
        InterruptGuard.run(
            () ->
                audited(
                    acts -> acts.rotateKey(id, overlap),
                    () -> keys(keys -> keys.rotate(id, overlap)),
                    made -> Outcome.done(made.map(key -> key.key().id()).orElse("no valid key"))));
    if (created.isEmpty()) {
      context.terminal().err().println("no valid key has the id " + id);
      return FAILED;
    }
    tell(created.get(), out);
    return OK;
  }
}
