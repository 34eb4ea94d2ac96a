// Makes the generated files of this folder again:  dotnet run data/make.cs
#:project ../lib/Attention.Course/Attention.Course.csproj
#:property PublishAot=false
using Attention.Course;
using Attention.Course.Experiments;

string folder = Path.GetDirectoryName(AppContext.GetData("EntryPointFilePath") as string)!;
IEnumerable<(string Name, string Text)> files =
    CourseData.Generate().Concat(ExperimentData.Generate()).Concat(ExperimentData.GenerateWeights())
    .Concat(ExperimentData.GenerateTenSeeds());
foreach ((string name, string text) in files)
{
    File.WriteAllText(Path.Combine(folder, name), text);
    Console.WriteLine($"wrote data/{name}");
}
