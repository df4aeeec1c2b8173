package io.spillway.stack.adapter.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A private state for apt: lists, caches and one source under a directory of ours. What the machine
 * configures about proxies, certificates and credentials stays in force.
 */
final class AptState {
  private AptState() {}

  /** Writes the state and returns the configuration file to call apt with. */
  static Path create(Path state, Distribution distribution, AptSource source) throws IOException {
    for (String directory : new String[] {"lists/partial", "cache/archives/partial", "empty"}) {
      Files.createDirectories(state.resolve(directory));
    }
    Files.writeString(state.resolve("status"), "");
    Files.writeString(state.resolve("sources.list"), sourceLines(distribution, source));
    return Files.writeString(state.resolve("apt.conf"), configuration(state));
  }

  static String sourceLines(Distribution distribution, AptSource source) {
    // Debian's stable releases have only MariaDB; Ubuntu has MySQL in each release.
    String suite = distribution.isDebian() ? "sid" : distribution.codename();
    String components = distribution.isUbuntu() ? "main universe" : "main";
    return String.format(
        Locale.ROOT,
        "deb [signed-by=%s] %s %s %s%n",
        distribution.keyring(source),
        source.uri(),
        suite,
        components);
  }

  private static String configuration(Path state) {
    // The sandbox user could not write into a user's private cache. The hooks would act on the
    // machine's own packages, for example clean their cache.
    return String.format(
        Locale.ROOT,
        """
        Dir::State "%1$s";
        Dir::State::lists "%1$s/lists";
        Dir::State::status "%1$s/status";
        Dir::Cache "%1$s/cache";
        Dir::Etc::sourcelist "%1$s/sources.list";
        Dir::Etc::sourceparts "%1$s/empty";
        Dir::Etc::preferences "%1$s/empty/none";
        Dir::Etc::preferencesparts "%1$s/empty";
        APT::Sandbox::User "root";
        Acquire::Languages "none";
        Acquire::Retries "3";
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        #clear DPkg::Post-Invoke;
        """,
        state);
  }
}
