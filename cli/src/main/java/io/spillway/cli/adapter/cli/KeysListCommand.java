package io.spillway.cli.adapter.cli;

import io.spillway.access.KeyFlow;
import io.spillway.access.core.StoredKey;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description =
        "Lists every key that was made: whom it acts for, what it may do, when it was used.",
    footer = {"", "Example:", "  ./spillway keys list"})
final class KeysListCommand extends KeysCommand.Sub {
  @Override
  public Integer call() {
    List<StoredKey> keys = keys(KeyFlow::list);
    print(
        json
            ? keys.stream().map(key -> KeyText.json(key, null)).toList()
            : KeyText.table(keys, Instant.now()));
    return OK;
  }
}
