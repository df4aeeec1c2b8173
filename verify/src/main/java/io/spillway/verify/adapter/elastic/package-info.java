/** What Elasticsearch can find. */
@NullMarked
package io.spillway.verify.adapter.elastic;

import org.jspecify.annotations.NullMarked;
