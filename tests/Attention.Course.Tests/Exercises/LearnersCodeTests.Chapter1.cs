namespace Attention.Course.Tests.Exercises;

public partial class LearnersCodeTests
{
    [Fact]
    public void The_cosine_function_of_the_dot_product_is_recognised() =>
        Says(Exercise.Cosine, "takes the cosine of the dot product", (x, y) =>
            MathF.Cos(Attention.Lib.Dot.Naive<float>(x, y))
        );

    [Fact]
    public void The_cosine_function_of_the_cosine_is_recognised() =>
        Says(Exercise.Cosine, "takes the cosine of the cosine", (x, y) =>
            MathF.Cos(Attention.Lib.Dot.Naive<float>(x, y) / MathF.Sqrt(x.Sum(v => v * v) * y.Sum(v => v * v)))
        );

    [Fact]
    public void The_cosine_distance_is_recognised() =>
        Says(Exercise.Cosine, "returns the cosine distance", (x, y) =>
            1 - Attention.Lib.Dot.Naive<float>(x, y) / MathF.Sqrt(x.Sum(v => v * v) * y.Sum(v => v * v))
        );

    [Fact]
    public void The_mean_of_the_products_is_recognised_as_an_average() =>
        Says(Exercise.Dot, "takes the average", (x, y) =>
        {
            float sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                sum += x[i] * y[i];
            }

            return sum / x.Length;
        });

    [Fact]
    public void The_product_of_the_products_is_recognised() => Says(Exercise.Dot, "multiplies the products", (x, y) =>
        {
            float product = 1;
            for (int i = 0; i < x.Length; i++)
            {
                product *= x[i] * y[i];
            }

            return product;
        });

    [Fact]
    public void The_absolute_value_of_the_sum_is_recognised() =>
        Says(Exercise.Norm, "takes the size of the sum", x => MathF.Abs(x.Sum()));
}
