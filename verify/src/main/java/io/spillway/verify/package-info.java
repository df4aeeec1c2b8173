/** Compares Kafka, MySQL and Elasticsearch: check and reconcile. */
@NullMarked
package io.spillway.verify;

import org.jspecify.annotations.NullMarked;
