/** The same servers in containers. */
@NullMarked
package io.spillway.stack.adapter.container;

import org.jspecify.annotations.NullMarked;
