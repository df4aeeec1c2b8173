package io.spillway.operate.adapter.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.operate.port.CopySearch;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the logs of a home, line by line; none where there is no such directory. */
public final class LogSearch implements CopySearch {
  private static final String STORE = "logs";

  private final Path directory;

  public LogSearch(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<SearchedPlace> search(ClearTexts texts, Progress progress)
      throws UnavailableException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<SearchedPlace> places = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        places.add(search(file, texts));
      }
    } catch (IOException e) {
      throw new UnavailableException("cannot read the logs in " + directory, e);
    }
    return places;
  }

  private static SearchedPlace search(Path file, ClearTexts texts) throws IOException {
    long searched = 0;
    long found = 0;
    Set<String> what = new TreeSet<>();
    try (BufferedReader lines = Files.newBufferedReader(file, ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        searched++;
        Set<String> here = texts.in(line.getBytes(ISO_8859_1));
        if (!here.isEmpty()) {
          found++;
          what.addAll(here);
        }
      }
    }
    return new SearchedPlace(
        STORE,
        String.valueOf(file.getFileName()),
        searched,
        found,
        what,
        found == 0 ? "" : "lines",
        null);
  }
}
