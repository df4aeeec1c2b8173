package io.spillway.cli.adapter.cli;

import io.spillway.access.KeyFlow;
import io.spillway.access.core.KeyRequest;
import io.spillway.access.core.Role;
import io.spillway.access.core.Scope;
import io.spillway.access.core.Tenants;
import io.spillway.schemas.audit.AuditEntry.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = "Makes a key and shows it once.",
    footer = {
      "",
      "Examples:",
      "  ./spillway keys create --name 'acme web shop' --role shop --tenant acme --expires 365d",
      "  ./spillway keys create --name finance --scope orders:read --tenant acme --tenant zeta",
      "  ./spillway keys create --name ops --role operator --all-tenants --out ops.key",
    })
final class KeysCreateCommand extends KeysCommand.Sub {
  private static final String TENANT = "[a-z0-9-]{1,64}";
  private static final int MAX_NAME = 100;

  @Option(names = "--name", required = true, paramLabel = "TEXT", description = "What it is for.")
  String name = "";

  @Option(
      names = "--role",
      paramLabel = "R",
      description = "shop, analyst, subscriber or operator; repeatable.")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--scope",
      paramLabel = "S",
      description = "One thing it may do, such as orders:read; repeatable.")
  List<String> scopes = new ArrayList<>();

  @Option(names = "--tenant", paramLabel = "T", description = "A tenant; repeatable.")
  List<String> tenants = new ArrayList<>();

  @Option(names = "--all-tenants", description = "Every tenant, also those to come.")
  boolean allTenants;

  @Option(names = "--expires", paramLabel = "D", description = "Valid for this long (no end).")
  @Nullable Duration expires;

  @Option(
      names = "--out",
      paramLabel = "F",
      description = "Write the key to this new file instead of showing it.")
  @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    KeyRequest request = request();
    requireNew(out);
    KeyFlow.Created created =
        InterruptGuard.run(
            () ->
                audited(
                    acts -> acts.createKey(request),
                    () -> keys(keys -> keys.create(request)),
                    made -> Outcome.done(made.key().id())));
    tell(created, out);
    return OK;
  }

  private KeyRequest request() {
    require(
        !name.isBlank() && name.codePointCount(0, name.length()) <= MAX_NAME,
        "--name must have 1 to " + MAX_NAME + " characters");
    require(
        allTenants != !tenants.isEmpty(), "name each --tenant, or give --all-tenants, not both");
    for (String tenant : tenants) {
      require(
          tenant.matches(TENANT),
          "--tenant = " + tenant + " must be 1 to 64 characters of a-z 0-9 -");
    }
    Duration lifetime = expires;
    require(
        lifetime == null || (!lifetime.isNegative() && !lifetime.isZero()),
        "--expires must be positive");
    return new KeyRequest(
        name,
        allTenants ? Tenants.ALL : Tenants.of(new LinkedHashSet<>(tenants)),
        wanted(),
        lifetime);
  }

  private Set<Scope> wanted() {
    Set<Scope> wanted = EnumSet.noneOf(Scope.class);
    for (String text : roles) {
      wanted.addAll(
          Role.named(text)
              .orElseThrow(
                  () ->
                      wrong("--role = " + text + " must be shop, analyst, subscriber or operator"))
              .scopes());
    }
    for (String text : scopes) {
      wanted.add(
          Scope.named(text)
              .orElseThrow(
                  () ->
                      wrong(
                          "--scope = "
                              + text
                              + " must be one of "
                              + String.join(
                                  ", ",
                                  EnumSet.allOf(Scope.class).stream().map(Scope::text).toList()))));
    }
    require(!wanted.isEmpty(), "name a --role or a --scope");
    return wanted;
  }
}
