/** Arms on spring-kafka. */
@NullMarked
package dev.barre.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
