package io.spillway.verify.core;

import io.spillway.schemas.privacy.SealedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether API = MySQL: orders and stock, field by field. */
public final class ApiAnswers {
  private static final int SHOWN_CHARS = 80;
  private static final String ABSENT = "absent";

  private ApiAnswers() {}

  /**
   * Judges a sample.
   *
   * @param rows the fields that each answer must have, by key
   * @param answers the fields that the API answered, by key
   */
  public static void judge(
      Map<String, Map<String, String>> rows,
      Map<String, Map<String, String>> answers,
      Findings findings) {
    findings.examined(Claim.ANSWERS, rows.size());
    rows.forEach(
        (key, row) -> {
          Map<String, String> answer = answers.get(key);
          List<String> faults =
              answer == null ? List.of("has a row, but the API answers 404") : faults(row, answer);
          if (!faults.isEmpty()) {
            findings.violated(Claim.ANSWERS, key, String.join("; ", faults));
          }
        });
  }

  private static List<String> faults(Map<String, String> row, Map<String, String> answer) {
    TreeSet<String> names = new TreeSet<>(row.keySet());
    names.addAll(answer.keySet());
    List<String> faults = new ArrayList<>();
    for (String name : names) {
      String held = row.getOrDefault(name, ABSENT);
      String told = answer.getOrDefault(name, ABSENT);
      if (!held.equals(told) && !isPersonal(held, told)) {
        faults.add("the API answers " + name + " " + shown(told) + ", its row " + shown(held));
      }
    }
    return faults;
  }

  /** An encrypted value is answered in clear, which must not be shown, or as hidden. */
  private static boolean isPersonal(String held, String told) {
    return !told.equals(ABSENT) && (SealedText.is(held) || told.equals(SealedText.HIDDEN));
  }

  private static String shown(String text) {
    return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
  }
}
