/** Reads orders from the topics; publishes rows anew. */
@NullMarked
package io.spillway.verify.adapter.kafka;

import org.jspecify.annotations.NullMarked;
