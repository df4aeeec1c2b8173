package io.spillway.stack.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An executable of this machine.
 *
 * @param command how it is called, before its own arguments
 * @param prefix the {@code usr} directory it was unpacked into, or null if it is installed
 */
public record Program(List<String> command, @Nullable Path prefix) {

  public Program {
    command = List.copyOf(command);
  }

  public static Program installed(Path executable) {
    return new Program(List.of(executable.toString()), null);
  }

  public Optional<Path> unpackedPrefix() {
    return Optional.ofNullable(prefix);
  }

  public List<String> with(String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all;
  }
}
