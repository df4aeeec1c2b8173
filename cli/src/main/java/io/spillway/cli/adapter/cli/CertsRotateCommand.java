package io.spillway.cli.adapter.cli;

import io.spillway.operate.CertificateFlow;
import io.spillway.operate.CertificateWiring;
import io.spillway.operate.core.ServedPort;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import io.spillway.stack.port.Certificates;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "rotate",
    description = {
      "Makes new certificates and keys for every server and service that runs, lets each take its"
          + " own without a restart, and connects to every port to see that it serves the new one.",
      "The authority stays, so clients need nothing new."
    },
    footer = {
      "",
      "Exit codes: 0 every port serves its new certificate, 1 one does not, 2 wrong usage.",
      "",
      "Example:",
      "  ./spillway certs rotate"
    })
final class CertsRotateCommand extends SpillwayCommand {
  @Option(names = "--json", description = "Print only JSON, one port a line.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    Certificates certificates = context.deployment().certificates();
    int owners = certificates.list().size();
    CertificateFlow flow =
        CertificateWiring.of(context.deployment(), context.home(), context.progress());
    List<ServedPort> ports =
        InterruptGuard.run(
            () ->
                audited(
                    acts -> acts.rotateCertificates(owners),
                    flow::rotate,
                    CertsRotateCommand::outcome));
    print(json ? ports.stream().map(CertsText::json).toList() : CertsText.ports(ports));
    return allNew(ports) ? OK : FAILED;
  }

  private static Outcome outcome(List<ServedPort> ports) {
    long served = ports.stream().filter(ServedPort::isNew).count();
    String text = served + " of " + ports.size() + " ports serve their new certificate";
    return allNew(ports) ? Outcome.done(text) : Outcome.failed(text);
  }

  private static boolean allNew(List<ServedPort> ports) {
    return ports.stream().allMatch(ServedPort::isNew);
  }
}
