package io.spillway.operate;

import io.spillway.stack.PipelineHome;
import io.spillway.stack.adapter.server.ComposeSecrets;
import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a secured deployment in containers is given before it starts. */
public final class ComposeWiring {
  private ComposeWiring() {}

  /**
   * Makes certificates, accounts and keys that are missing, and writes what each container is
   * given. Safe to repeat: what is there stays, but for certificates that end soon or lack a name.
   *
   * @param directory that {@code compose.secure.yaml} mounts from
   * @param names DNS names that clients use beside the containers' own
   */
  public static void makeSecrets(Path directory, List<String> names) {
    PipelineHome home = new PipelineHome(directory, directory);
    try {
      ComposeSecrets secrets = new ComposeSecrets(home.data());
      secrets.open();
      ForgetWiring.ensureMasterKey(home.masterKeys());
      KeyWiring.ensureKeyFile(home.operatorKey());
      secrets.write(names);
    } catch (IOException e) {
      throw new OperationException("cannot write to " + home.data() + ": " + e.getMessage(), e);
    }
  }
}
