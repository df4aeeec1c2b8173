package io.spillway.reports.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The provider of {@code src/test/resources/openid-provider}, in a process of its own. */
final class CertifiedProvider implements AutoCloseable {
  private static final Path DIRECTORY = Path.of("target", "openid-provider");
  private static final String LISTENING = "LISTENING ";
  private static boolean fetched;

  private final Process process;
  private final URI issuer;

  private CertifiedProvider(Process process, URI issuer) {
    this.process = process;
    this.issuer = issuer;
  }

  /** Fetches the provider's packages once; skips the test where there is no npm. */
  static CertifiedProvider start(URI redirect, URI logout) throws Exception {
    assumeTrue(runs("npm", "--version") && runs("node", "--version"), "needs npm and node");
    Files.createDirectories(DIRECTORY);
    for (String name : List.of("package.json", "package-lock.json", "server.mjs")) {
      try (InputStream in =
          CertifiedProvider.class.getResourceAsStream("/openid-provider/" + name)) {
        Files.copy(in, DIRECTORY.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    fetch();
    Process process =
        new ProcessBuilder("node", "server.mjs", redirect.toString(), logout.toString())
            .directory(DIRECTORY.toFile())
            .redirectError(DIRECTORY.resolve("server.log").toFile())
            .start();
    return new CertifiedProvider(process, address(process));
  }

  private static synchronized void fetch() throws InterruptedException {
    if (!fetched) {
      fetched = runs("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      assertThat(fetched).as("npm ci in " + DIRECTORY.toAbsolutePath()).isTrue();
    }
  }

  URI issuer() {
    return issuer;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static URI address(Process process) throws IOException {
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(LISTENING)) {
        return URI.create(line.substring(LISTENING.length()));
      }
    }
    throw new IOException("the provider ended: see " + DIRECTORY.resolve("server.log"));
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Files.isDirectory(DIRECTORY) ? DIRECTORY.toFile() : null)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
