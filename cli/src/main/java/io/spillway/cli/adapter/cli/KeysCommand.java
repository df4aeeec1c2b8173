package io.spillway.cli.adapter.cli;

import io.spillway.access.KeyFlow;
import io.spillway.operate.KeyWiring;
import io.spillway.stack.adapter.tls.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "keys",
    description = {
      "Makes, lists, replaces and revokes the API keys of shops, teams and operators.",
      "A key's secret is shown once and kept only as a hash. A revocation takes effect everywhere"
          + " within five seconds."
    },
    subcommands = {
      KeysCreateCommand.class,
      KeysListCommand.class,
      KeysRotateCommand.class,
      KeysRevokeCommand.class
    },
    synopsisSubcommandLabel = "create|list|rotate|revoke",
    footer = {
      "",
      "Examples:",
      "  ./spillway keys create --name 'acme web shop' --role shop --tenant acme",
      "  ./spillway keys list",
      "  ./spillway keys rotate 0a1b2c3d4e5f6 --overlap 24h",
      "  ./spillway keys revoke 0a1b2c3d4e5f6",
    })
final class KeysCommand extends SpillwayCommand {
  @Override
  public Integer call() {
    throw wrong("Missing subcommand: create, list, rotate or revoke");
  }

  /** What its commands share. */
  abstract static class Sub extends SpillwayCommand {
    @Option(names = "--json", description = "Print only JSON.")
    boolean json;

    final <T> T keys(KeyWiring.Work<T> work) {
      return KeyWiring.run(context.deployment().backends(), Consent.who(), work);
    }

    /** No key is made that could not be kept. */
    final void requireNew(@Nullable Path file) {
      require(file == null || !Files.exists(file), "--out = " + file + " exists already");
    }

    /** Tells a new key, or keeps it in a file. */
    final void tell(KeyFlow.Created created, @Nullable Path file) throws IOException {
      if (file != null) {
        PrivateFiles.write(file.toAbsolutePath(), created.key().text() + "\n");
      }
      String secret = file == null ? created.key().text() : null;
      if (json) {
        print(KeyText.json(created.stored(), secret));
        return;
      }
      print(KeyText.table(List.of(created.stored()), Instant.now()));
      print(
          file == null
              ? "key, shown only now: " + secret
              : "key written to " + file + ", readable by its owner only");
    }
  }
}
