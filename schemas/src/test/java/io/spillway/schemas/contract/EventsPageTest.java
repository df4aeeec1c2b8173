package io.spillway.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.events.EventType;
import io.spillway.schemas.topics.Topic;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EventsPageTest {
  private static final String PAGE = EventsPage.of(ProtoComments.ofTheBuild());

  @Test
  void isWhatTheCodeSays() throws IOException {
    Generated.assertUpToDate("events.html", PAGE);
  }

  @Test
  void hasEveryPublicTopicAndType() {
    assertThat(PAGE)
        .contains(
            Arrays.stream(Topic.values()).filter(Topic::isPublic).map(Topic::topicName).toList())
        .contains(Arrays.stream(EventType.values()).map(EventType::type).toList());
  }

  @Test
  void everyLinkWithinThePageHasItsPlaceOnce() {
    Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(PAGE);
    assertThat(links.results().map(link -> link.group(1)).distinct())
        .hasSizeGreaterThan(5)
        .allSatisfy(place -> assertThat(PAGE.split("id=\"" + place + '"', -1)).hasSize(2));
  }
}
