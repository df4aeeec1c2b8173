package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Checked;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.AccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts and roles of a home's own Elasticsearch node, which lie in files of its
 * configuration; see {@link AccessFile}. The node takes other files over within some seconds.
 */
public final class ElasticAccounts {
  private final ElasticSecurity security;

  private ElasticAccounts(ElasticSecurity security) {
    this.security = security;
  }

  /** Those of a home; empty where its node is not secured, or is somewhere else. */
  public static Optional<ElasticAccounts> of(Path home) {
    StackHome stack = new StackHome(home);
    Path config = stack.elasticsearch().resolve("config");
    return Files.exists(config.resolve("users"))
        ? Optional.of(new ElasticAccounts(new ElasticSecurity(home, stack.secured(), config)))
        : Optional.empty();
  }

  /** The names of the accounts that the files have, those of {@link StackAccount} or others. */
  public Set<String> users() {
    return Checked.orFail(security::users);
  }

  /** Writes what the home's file of rights says. */
  public void rewrite() {
    Checked.orFail(
        () -> {
          security.rewriteAccounts();
          return true;
        });
  }
}
