package dev.simbroker.bench;

import java.util.List;

/**
 * A number computed from one round of measurements of its contenders.
 *
 * @param name its name in a table
 * @param formula its formula
 * @param contenders the contenders, in the order that the formula expects
 * @param target the target
 */
record Figure(String name, Formula formula, List<Contender> contenders, Target target) {

    /** A formula over samples, one for each contender. */
    enum Formula {
        /** The time of the first, relative to the second. */
        TIME_RATIO("times the time") {
            @Override
            double of(List<Sample> samples) {
                return samples.get(0).nanos() / samples.get(1).nanos();
            }
        },
        /** The throughput of the first, relative to the second. */
        RATE_RATIO("times the rate") {
            @Override
            double of(List<Sample> samples) {
                return samples.get(1).nanos() / samples.get(0).nanos();
            }
        },
        /** The number of operations a second on all cores. */
        PER_SECOND("a second") {
            @Override
            double of(List<Sample> samples) {
                return Runtime.getRuntime().availableProcessors()
                        * 1e9
                        / samples.get(0).nanos();
            }
        },
        /** The heap that the first retains. */
        BYTES("bytes") {
            @Override
            double of(List<Sample> samples) {
                return samples.get(0).bytes();
            }
        },
        /** The allocation for each additional subscriber: the first has sixteen, the second four. */
        BYTES_PER_SUBSCRIBER("bytes") {
            @Override
            double of(List<Sample> samples) {
                return (samples.get(0).bytes() - samples.get(1).bytes()) / (16 - 4);
            }
        };

        private final String unit;

        Formula(String unit) {
            this.unit = unit;
        }

        abstract double of(List<Sample> samples);

        String unit() {
            return unit;
        }
    }

    /** The figure of small contenders, which only shows that they work. */
    Figure capped(int most) {
        return new Figure(
                name,
                formula,
                contenders.stream().map(contender -> contender.capped(most)).toList(),
                target);
    }
}
