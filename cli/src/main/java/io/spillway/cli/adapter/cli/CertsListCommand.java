package io.spillway.cli.adapter.cli;

import io.spillway.stack.core.CertificateFacts;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "Prints whose each certificate is, its names, serial number and days left.",
    footer = {"", "Example:", "  ./spillway certs list --json | jq 'select(.daysLeft < 90)'"})
final class CertsListCommand extends SpillwayCommand {
  @Option(names = "--json", description = "Print only JSON, one certificate a line.")
  boolean json;

  @Override
  public Integer call() {
    List<CertificateFacts> certificates = context.deployment().certificates().list();
    Instant now = Instant.now();
    print(
        json
            ? certificates.stream().map(each -> CertsText.json(each, now)).toList()
            : CertsText.table(certificates, now));
    return OK;
  }
}
