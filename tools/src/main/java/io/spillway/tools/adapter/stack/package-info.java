/** The infrastructure as the local stack runs it. */
@NullMarked
package io.spillway.tools.adapter.stack;

import org.jspecify.annotations.NullMarked;
