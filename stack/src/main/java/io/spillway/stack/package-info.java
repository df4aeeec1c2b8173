/** Real Kafka, MySQL, Redis and Elasticsearch as processes of the local machine, without Docker. */
@NullMarked
package io.spillway.stack;

import org.jspecify.annotations.NullMarked;
