package io.spillway.cli.adapter.cli;

import io.spillway.operate.ComposeWiring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = {
      "Makes what compose.secure.yaml mounts: an authority and certificates for servers and services,"
          + " an account with its own password for each service on each server it uses, master"
          + " keys, and the commands' keys. Rights are those of access.yaml in the directory, where"
          + " there is one, over those that ship.",
      "Starts nothing. Repeated, it keeps what is there, renews certificates that end within 60 days"
          + " or lack a name, and writes the containers' files anew; restart them then."
    },
    footer = {
      "",
      "Example:",
      "  ./spillway certs init",
      "  export COMPOSE_FILE=compose.yaml:compose.secure.yaml",
      "  docker compose up -d",
      "  docker compose run --rm cli demo",
    })
final class CertsInitCommand extends SpillwayCommand {
  private static final Pattern DNS_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  @Option(
      names = "--directory",
      paramLabel = "D",
      description = "Where to; compose.secure.yaml says compose/secrets/secure, the default.")
  @Nullable Path directory;

  @Option(
      names = "--name",
      paramLabel = "HOST",
      description =
          "A DNS name that clients use beside the containers' own and localhost; repeatable. Name"
              + " all of them each time.")
  List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    for (String name : names) {
      require(
          DNS_NAME.matcher(name).matches(),
          "--name = '" + name + "': expected a DNS name in small letters, as api.example.com");
    }
    Path chosen = directory;
    Path target = chosen == null ? context.home().root().resolve("compose/secrets/secure") : chosen;
    ComposeWiring.makeSecrets(target, names);
    print("certificates, accounts and keys are in " + target);
    print("next: docker compose -f compose.yaml -f compose.secure.yaml up -d");
    return OK;
  }
}
