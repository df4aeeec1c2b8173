/** Services as processes of the machine. */
@NullMarked
package io.spillway.tools.adapter.process;

import org.jspecify.annotations.NullMarked;
