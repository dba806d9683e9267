/** Arms on SmallRye Reactive Messaging. */
@NullMarked
package dev.barre.benchmarks.smallrye;

import org.jspecify.annotations.NullMarked;
