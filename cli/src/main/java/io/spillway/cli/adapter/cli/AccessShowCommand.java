package io.spillway.cli.adapter.cli;

import io.spillway.operate.AccessWiring;
import io.spillway.operate.core.access.WantedRights;
import io.spillway.stack.adapter.rights.AccessFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "show",
    description =
        "Shows every right that the file asks for, or with --file the text that ships with"
            + " Spillway, in which the form is described.",
    footer = {
      "",
      "Examples:",
      "  ./spillway access show --plane mysql",
      "  ./spillway access show --file",
    })
final class AccessShowCommand extends AccessCommand.Sub {
  @Option(names = "--file", description = "The file that ships with Spillway, as it is.")
  boolean file;

  @Override
  public Integer call() {
    if (file) {
      print(AccessFiles.shippedText().stripTrailing());
      return OK;
    }
    var rights = WantedRights.inFile(AccessWiring.file(home()));
    plane().ifPresent(plane -> rights.removeIf(right -> right.plane() != plane));
    print(json ? AccessText.json(rights) : AccessText.table(rights));
    return OK;
  }
}
