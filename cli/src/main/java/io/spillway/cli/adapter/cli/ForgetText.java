package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.operate.core.forget.ForgetReport;
import io.spillway.operate.core.forget.SearchedPlace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** What became of a customer, for people and for machines; names of attributes, never a value. */
final class ForgetText {
  private static final JsonMapper JSON = new JsonMapper();

  private ForgetText() {}

  static List<String> lines(ForgetReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("orders: " + report.orders());
    lines.add("keys destroyed: " + report.keysDestroyed());
    lines.add("rows with clear values rewritten: " + report.rowsRewritten());
    lines.add("keys deleted in Redis: " + report.answersDeleted());
    if (report.texts() == 0) {
      lines.add("no value and no key was there to look for, so nothing was searched");
    } else {
      lines.add("looked for " + report.texts() + " values and keys, in clear:");
      lines.addAll(table(report.places()).lines());
    }
    for (String order : report.open()) {
      lines.add(
          "order "
              + order
              + " is not ended: its next event brings a clear value back; cancel or fulfil it, then"
              + " run the same again");
    }
    lines.add(
        "Not searched: MySQL's binary logs and backups, which hold the wrapped key until they"
            + " expire, and the state directories of the services.");
    lines.add(report.ok() ? "forgotten" : "NOT forgotten everywhere");
    return lines;
  }

  private static TextTable table(List<SearchedPlace> places) {
    TextTable table =
        new TextTable("store", "place", "searched", "found", "what", "where", "until");
    for (SearchedPlace place : places) {
      table.row(
          place.store(),
          place.place(),
          place.searched(),
          place.found() == 0 ? "none" : place.found(),
          String.join(", ", new TreeSet<>(place.what())),
          place.where(),
          until(place));
    }
    return table;
  }

  private static String until(SearchedPlace place) {
    if (place.found() == 0) {
      return "";
    }
    Instant gone = place.goneFrom();
    return gone == null ? "for ever" : gone.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String json(ForgetReport report) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("forgotten", report.ok())
            .put("orders", report.orders())
            .put("keysDestroyed", report.keysDestroyed())
            .put("rowsRewritten", report.rowsRewritten())
            .put("answersDeleted", report.answersDeleted())
            .put("lookedFor", report.texts());
    ArrayNode open = json.putArray("open");
    report.open().forEach(open::add);
    ArrayNode places = json.putArray("places");
    for (SearchedPlace place : report.places()) {
      ObjectNode one =
          places
              .addObject()
              .put("store", place.store())
              .put("place", place.place())
              .put("searched", place.searched())
              .put("found", place.found());
      if (place.found() > 0) {
        new TreeSet<>(place.what()).forEach(one.putArray("what")::add);
        one.put("where", place.where());
        if (place.goneFrom() != null) {
          one.put("goneFrom", Objects.toString(place.goneFrom()));
        }
      }
    }
    return json.toString();
  }
}
