/** Elasticsearch, for operators. */
@NullMarked
package io.spillway.operate.adapter.elastic;

import org.jspecify.annotations.NullMarked;
