package io.spillway.analytics.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.analytics.core.bulk.BulkItemResult.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkItemResultTest {
  @ParameterizedTest
  @CsvSource({
    "200, '', INDEXED",
    "201, '', INDEXED",
    "409, version_conflict_engine_exception, ALREADY_NEWER",
    "429, es_rejected_execution_exception, RESEND",
    "429, circuit_breaking_exception, RESEND",
    "408, timeout_exception, RESEND",
    "500, exception, RESEND",
    "503, unavailable_shards_exception, RESEND",
    "403, cluster_block_exception, RESEND",
    "403, security_exception, RESEND",
    "404, index_not_found_exception, RESEND",
    "400, index_closed_exception, RESEND",
    "400, validation_exception, RESEND",
    "400, document_parsing_exception, POISON",
    "400, strict_dynamic_mapping_exception, POISON",
    "400, illegal_argument_exception, POISON",
    "413, content_too_large, POISON",
  })
  void everyAnswerHasOneOutcome(int status, String errorType, Outcome expected) {
    assertThat(new BulkItemResult(status, errorType, "because").outcome()).isEqualTo(expected);
  }
}
